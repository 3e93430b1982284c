package org.postseal.accounts.directory;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.LDAPURL;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.SingleServerSet;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import org.postseal.accounts.Account;
import org.postseal.accounts.Identity;

/**
 * Accounts of an LDAP directory: the entry is searched for, and the password is right if the
 * directory lets us bind as that entry with it (RFC 4513 §5.1.3). An account owns the mailboxes in
 * its entry.
 *
 * <p>Connections are kept and used again, so that a check costs no new TCP and TLS handshake; after
 * each check a connection binds again as who may search. One that was lost is replaced once.
 */
public final class LdapAccounts implements AutoCloseable {
  private final Settings settings;
  private final LDAPConnectionPool pool;
  private final Semaphore turns;

  /**
   * Where accounts are.
   *
   * @param url {@code ldap://host:389} or {@code ldaps://host:636}; certificates are checked by
   *     what the JVM trusts
   * @param bindDn who may search; nobody in particular if empty
   * @param base below which entries lie
   * @param filter that finds one entry, with <code>{0}</code> for the name the client gave
   * @param identities attributes that hold mailboxes, {@code @domain} and so on
   */
  public record Settings(
      String url,
      Optional<Bind> bindDn,
      String base,
      String filter,
      List<String> identities,
      Connections connections) {}

  /**
   * How the directory is reached.
   *
   * @param most at one time
   * @param age after which a connection is replaced by another
   * @param timeout for a connection to be free, for connecting, and for each answer
   */
  public record Connections(int most, Duration age, Duration timeout) {}

  /** A name and its password. */
  public record Bind(String dn, String password) {
    @Override
    public String toString() {
      return "Bind[" + dn + "]";
    }
  }

  /**
   * Connects to nothing yet.
   *
   * @throws IllegalArgumentException if the URL cannot be read
   */
  public LdapAccounts(Settings settings) {
    this.settings = settings;
    this.turns = new Semaphore(settings.connections().most());
    try {
      this.pool = pool(settings);
    } catch (LDAPException e) {
      throw new IllegalArgumentException("no directory at " + settings.url(), e);
    }
  }

  /**
   * Whom name and password belong to. Blocks.
   *
   * @throws LDAPException if the directory could not be asked
   */
  public Optional<Account> authenticate(String name, String password) throws LDAPException {
    if (name.isEmpty() || password.isEmpty()) {
      // RFC 4513 §5.1.2: a bind without password succeeds, and proves nothing
      return Optional.empty();
    }
    waitForTurn();
    try {
      return authenticated(name, password);
    } finally {
      turns.release();
    }
  }

  private void waitForTurn() throws LDAPException {
    try {
      if (!turns.tryAcquire(settings.connections().timeout().toMillis(), TimeUnit.MILLISECONDS)) {
        throw new LDAPException(ResultCode.TIMEOUT, "no connection became free in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LDAPException(ResultCode.USER_CANCELED, e);
    }
  }

  private Optional<Account> authenticated(String name, String password) throws LDAPException {
    var connection = pool.getConnection();
    try {
      return authenticated(connection, name, password);
    } catch (LDAPException e) {
      if (!e.getResultCode().equals(ResultCode.SERVER_DOWN)) {
        pool.releaseDefunctConnection(connection);
        throw e;
      }
    }
    var another = pool.replaceDefunctConnection(connection);
    try {
      return authenticated(another, name, password);
    } catch (LDAPException e) {
      pool.releaseDefunctConnection(another);
      throw e;
    }
  }

  private Optional<Account> authenticated(LDAPConnection connection, String name, String password)
      throws LDAPException {
    var account = authenticate(connection, name, password);
    pool.releaseAndReAuthenticateConnection(connection);
    return account;
  }

  private Optional<Account> authenticate(LDAPConnection connection, String name, String password)
      throws LDAPException {
    var found = search(connection, name);
    return found.isPresent() && binds(connection, found.get().dn(), password)
        ? Optional.of(new Account(name, found.get().identities()))
        : Optional.empty();
  }

  private record Entry(String dn, List<Identity> identities) {}

  /** Several entries of one name are nobody. */
  private Optional<Entry> search(LDAPConnection connection, String name) throws LDAPException {
    var filter = settings.filter().replace("{0}", Filter.encodeValue(name));
    var request =
        new SearchRequest(
            settings.base(),
            SearchScope.SUB,
            Filter.create(filter),
            settings.identities().toArray(String[]::new));
    request.setSizeLimit(2);
    try {
      var entries = connection.search(request).getSearchEntries();
      return entries.size() == 1 ? Optional.of(entry(entries.getFirst())) : Optional.empty();
    } catch (LDAPSearchException e) {
      if (e.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Entry entry(SearchResultEntry found) {
    var identities =
        settings.identities().stream()
            .map(found::getAttributeValues)
            .filter(Objects::nonNull)
            .flatMap(Arrays::stream)
            .flatMap(text -> Identity.parse(text.strip()).stream())
            .toList();
    return new Entry(found.getDN(), identities);
  }

  private static boolean binds(LDAPConnection connection, String dn, String password)
      throws LDAPException {
    try {
      connection.bind(dn, password);
      return true;
    } catch (LDAPException e) {
      if (e.getResultCode().equals(ResultCode.INVALID_CREDENTIALS)) {
        return false;
      }
      throw e;
    }
  }

  /** How many connections lie ready. */
  int idle() {
    return pool.getCurrentAvailableConnections();
  }

  @Override
  public void close() {
    pool.close();
  }

  private static LDAPConnectionPool pool(Settings settings) throws LDAPException {
    var connections = settings.connections();
    var made = new LDAPConnectionPool(servers(settings), bind(settings), 0, connections.most());
    made.setMaxConnectionAgeMillis(connections.age().toMillis());
    made.setConnectionPoolName("accounts");
    return made;
  }

  private static SingleServerSet servers(Settings settings) throws LDAPException {
    var url = new LDAPURL(settings.url());
    var options = new LDAPConnectionOptions();
    int millis = Math.toIntExact(settings.connections().timeout().toMillis());
    options.setConnectTimeoutMillis(millis);
    options.setResponseTimeoutMillis(millis);
    options.setFollowReferrals(false);
    if (!url.getScheme().equals("ldaps")) {
      return new SingleServerSet(url.getHost(), url.getPort(), options);
    }
    options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(true));
    return new SingleServerSet(
        url.getHost(), url.getPort(), SSLSocketFactory.getDefault(), options);
  }

  /** Without a name, nobody in particular. */
  private static SimpleBindRequest bind(Settings settings) {
    return settings
        .bindDn()
        .map(bind -> new SimpleBindRequest(bind.dn(), bind.password()))
        .orElseGet(SimpleBindRequest::new);
  }
}
