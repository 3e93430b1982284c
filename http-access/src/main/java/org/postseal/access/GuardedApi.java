package org.postseal.access;

import java.util.Optional;
import java.util.function.Function;

/** The paths of one service that bearer tokens open: a bean of each service that has an API. */
public interface GuardedApi {

  /** What its paths begin with. */
  String root();

  /** Who holds a token, if it is one of its own. */
  Optional<Tokens.Holder> holderOf(String token);

  /** The paths below a root, for those whom a function knows by their token. */
  static GuardedApi of(String root, Function<String, Optional<Tokens.Holder>> holders) {
    return new GuardedApi() {
      @Override
      public String root() {
        return root;
      }

      @Override
      public Optional<Tokens.Holder> holderOf(String token) {
        return holders.apply(token);
      }
    };
  }
}
