package org.postseal.relay.sharing;

import java.util.Locale;

/** Kinds of work that never wait for one another, but at one and the same host. */
public enum WorkClass {
  /** A message of one record, tried for the first time. */
  FIRST,
  /** A message of one record, tried again. */
  RETRY,
  /** A message of several records. */
  LARGE,
  /** What operators let go on, of any size. */
  RELEASE;

  /** As metrics have it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
