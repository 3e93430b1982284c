package org.postseal.commandline.registry;

import org.postseal.commandline.service.ServiceClient;
import org.postseal.commandline.service.ServiceOptions;

/** Where the registry is and who we are to it; the defaults suit {@code ./postseal up}. */
final class RegistryOptions extends ServiceOptions {
  RegistryOptions() {
    super(ServiceClient.Service.REGISTRY);
  }
}
