package org.postseal.accounts.sasl;

import java.util.Map;
import java.util.Optional;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslClientFactory;
import javax.security.sasl.SaslException;
import org.wildfly.security.auth.callback.ChannelBindingCallback;
import org.wildfly.security.sasl.WildFlySasl;
import org.wildfly.security.sasl.plain.PlainSaslClientFactory;
import org.wildfly.security.sasl.scram.ScramSaslClientFactory;
import org.wildfly.security.sasl.scram.WildFlyElytronSaslScramProvider;

/**
 * WildFly Elytron's side of an exchange: nothing of it is ours. Its OAUTHBEARER is left out: it
 * sends the four letters {@code %x01} where RFC 7628 means the octet.
 */
public final class ElytronClient {
  private ElytronClient() {}

  /** Who the client is, and what it sees of TLS. */
  public record Person(
      String name, String password, Optional<String> bindingType, Optional<byte[]> bindingData) {

    public static Person of(String name, String password) {
      return new Person(name, password, Optional.empty(), Optional.empty());
    }

    public Person seeing(String type, byte[] data) {
      return new Person(name, password, Optional.of(type), Optional.of(data));
    }
  }

  /** A client that has said nothing yet. */
  public static SaslClient of(String mechanism, Person person) {
    SaslClientFactory factory =
        switch (mechanism) {
          case "PLAIN" -> new PlainSaslClientFactory();
          default -> new ScramSaslClientFactory(WildFlyElytronSaslScramProvider.getInstance());
        };
    try {
      var client =
          factory.createSaslClient(
              new String[] {mechanism},
              null,
              "smtp",
              "mx.example",
              Map.of(WildFlySasl.SCRAM_MAX_ITERATION_COUNT, "65536"),
              callbacks -> answer(person, callbacks));
      if (client == null) {
        throw new IllegalStateException("Elytron has no client of " + mechanism);
      }
      return client;
    } catch (SaslException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void answer(Person person, Callback[] callbacks)
      throws UnsupportedCallbackException {
    for (var callback : callbacks) {
      switch (callback) {
        case NameCallback name -> name.setName(person.name());
        case PasswordCallback password -> password.setPassword(person.password().toCharArray());
        case ChannelBindingCallback binding -> {
          person.bindingType().ifPresent(binding::setBindingType);
          person.bindingData().ifPresent(binding::setBindingData);
        }
        default -> throw new UnsupportedCallbackException(callback);
      }
    }
  }
}
