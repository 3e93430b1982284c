package org.postseal.commandline.queue;

import org.postseal.commandline.service.ServiceClient;
import org.postseal.commandline.service.ServiceOptions;

/** Where a relay is, any of them, and who we are to it; the defaults suit {@code ./postseal up}. */
final class RelayOptions extends ServiceOptions {
  RelayOptions() {
    super(ServiceClient.Service.RELAY);
  }
}
