package org.postseal.access;

import java.util.Optional;

/** The paths of one service that bearer tokens open: a bean of each service that has an API. */
public interface GuardedApi {

  /** What its paths begin with. */
  String root();

  /** Who holds a token, if it is one of its own. */
  Optional<Tokens.Holder> holderOf(String token);
}
