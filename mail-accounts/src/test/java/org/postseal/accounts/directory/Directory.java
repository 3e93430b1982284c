package org.postseal.accounts.directory;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindResult;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.OperationType;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldif.LDIFException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/** A directory in this process, on loopback: alice, two entries called twin, and who may search. */
public final class Directory implements AutoCloseable {
  public static final String BASE = "dc=example,dc=org";
  public static final String SEARCHER = "cn=searcher,dc=example,dc=org";
  private final InMemoryDirectoryServer server;
  private final Connections connections = new Connections();

  /** Accounts may bind, but not search. */
  private static final class SearcherAlone extends InMemoryOperationInterceptor {
    private final Map<Long, String> bound = new ConcurrentHashMap<>();

    @Override
    public void processSimpleBindResult(InMemoryInterceptedSimpleBindResult bind) {
      if (bind.getResult().getResultCode().equals(ResultCode.SUCCESS)) {
        bound.put(bind.getConnectionID(), bind.getRequest().getBindDN());
      }
    }

    @Override
    public void processSearchRequest(InMemoryInterceptedSearchRequest search) throws LDAPException {
      if (!SEARCHER.equals(bound.get(search.getConnectionID()))) {
        throw new LDAPException(ResultCode.INSUFFICIENT_ACCESS_RIGHTS, "accounts search nothing");
      }
    }
  }

  /** Counts the connections in the log of accesses. */
  private static final class Connections extends Handler {
    private final AtomicInteger count = new AtomicInteger();

    @Override
    public void publish(LogRecord line) {
      if (line.getMessage().contains(" CONNECT ")) {
        count.incrementAndGet();
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  public Directory() {
    try {
      var config = new InMemoryDirectoryServerConfig(BASE);
      config.setListenerConfigs(
          InMemoryListenerConfig.createLDAPConfig(
              "ldap", InetAddress.getLoopbackAddress(), 0, null));
      config.addAdditionalBindCredentials(SEARCHER, "search");
      config.setAuthenticationRequiredOperationTypes(OperationType.SEARCH);
      config.setSchema(null);
      config.setAccessLogHandler(connections);
      config.addInMemoryOperationInterceptor(new SearcherAlone());
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

  /** Connections there were so far. */
  int connections() {
    return connections.count.get();
  }

  /** Ends all connections that are open; new ones are taken. */
  void loseConnections() {
    server.closeAllConnections(false);
  }

  @Override
  public void close() {
    server.shutDown(true);
  }
}
