package org.postseal.ingress.directory;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.OperationType;
import com.unboundid.ldif.LDIFException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** A directory in this process, on loopback: alice, two entries called twin, and who may search. */
public final class Directory implements AutoCloseable {
  public static final String BASE = "dc=example,dc=org";
  public static final String SEARCHER = "cn=searcher,dc=example,dc=org";
  private final InMemoryDirectoryServer server;

  public Directory() {
    try {
      var config = new InMemoryDirectoryServerConfig(BASE);
      config.setListenerConfigs(
          InMemoryListenerConfig.createLDAPConfig(
              "ldap", InetAddress.getLoopbackAddress(), 0, null));
      config.addAdditionalBindCredentials(SEARCHER, "search");
      config.setAuthenticationRequiredOperationTypes(OperationType.SEARCH);
      config.setSchema(null);
      server = new InMemoryDirectoryServer(config);
      server.add("dn: " + BASE, "objectClass: domain", "dc: example");
      person("alice", "uid: alice", "mail: alice@example.org", "mail: sales@example.org");
      person("twin1", "uid: twin");
      person("twin2", "uid: twin");
      server.startListening();
    } catch (LDAPException | LDIFException e) {
      throw new IllegalStateException(e);
    }
  }

  private void person(String name, String... more) throws LDAPException, LDIFException {
    var lines = new ArrayList<String>();
    lines.add("dn: cn=" + name + "," + BASE);
    lines.add("objectClass: inetOrgPerson");
    lines.add("cn: " + name);
    lines.add("sn: " + name);
    lines.add("userPassword: wonderland");
    lines.addAll(List.of(more));
    server.add(lines.toArray(String[]::new));
  }

  public String url() {
    return "ldap://127.0.0.1:" + server.getListenPort();
  }

  @Override
  public void close() {
    server.shutDown(true);
  }
}
