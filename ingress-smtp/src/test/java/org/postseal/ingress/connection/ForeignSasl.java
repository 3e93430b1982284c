package org.postseal.ingress.connection;

import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.wildfly.security.auth.callback.ChannelBindingCallback;
import org.wildfly.security.sasl.WildFlySasl;
import org.wildfly.security.sasl.plain.PlainSaslClientFactory;
import org.wildfly.security.sasl.scram.ScramSaslClientFactory;
import org.wildfly.security.sasl.scram.WildFlyElytronSaslScramProvider;

/** A SASL client that is not ours, WildFly Elytron's, and what it sees of TLS. */
record ForeignSasl(String name, String password, String bindingType, byte[] bindingData) {
  private static final Map<String, String> PATIENT =
      Map.of(WildFlySasl.SCRAM_MAX_ITERATION_COUNT, "65536");

  /** Without any binding to its channel. */
  static ForeignSasl unbound(String name, String password) {
    return new ForeignSasl(name, password, "", new byte[0]);
  }

  ForeignSasl seeing(String type, byte[] data) {
    return new ForeignSasl(name, password, type, data);
  }

  /** Its side of an exchange. */
  SaslClient begin(String mechanism) throws SaslException {
    var names = new String[] {mechanism};
    CallbackHandler handler = this::answer;
    return mechanism.equals("PLAIN")
        ? new PlainSaslClientFactory()
            .createSaslClient(names, null, "smtp", "mx.example", PATIENT, handler)
        : new ScramSaslClientFactory(WildFlyElytronSaslScramProvider.getInstance())
            .createSaslClient(names, null, "smtp", "mx.example", PATIENT, handler);
  }

  private void answer(Callback[] callbacks) throws UnsupportedCallbackException {
    for (var callback : callbacks) {
      switch (callback) {
        case NameCallback asked -> asked.setName(name);
        case PasswordCallback asked -> asked.setPassword(password.toCharArray());
        case ChannelBindingCallback asked when !bindingType.isEmpty() -> {
          asked.setBindingType(bindingType);
          asked.setBindingData(bindingData);
        }
        case ChannelBindingCallback _ -> {}
        default -> throw new UnsupportedCallbackException(callback);
      }
    }
  }
}
