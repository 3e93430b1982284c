package org.postseal.observation;

/** Whether lines of the log say who: addresses of clients, names they give, mailboxes, accounts. */
public enum LoggedAddresses {
  /** As they are. */
  SHOWN,
  /** Not at all. */
  REDACTED;

  /** What stands for an address in a line. */
  public String of(String address) {
    return switch (this) {
      case SHOWN -> address;
      case REDACTED -> "(redacted)";
    };
  }
}
