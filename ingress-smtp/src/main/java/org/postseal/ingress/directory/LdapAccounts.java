package org.postseal.ingress.directory;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.LDAPURL;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.postseal.ingress.acceptance.Account;
import org.postseal.ingress.acceptance.Identity;

/**
 * Accounts of an LDAP directory: the entry is searched for, and the password is right if the
 * directory lets us bind as that entry with it (RFC 4513 §5.1.3). An account owns the mailboxes in
 * its entry.
 */
public final class LdapAccounts {
  private final Settings settings;

  /**
   * Where accounts are.
   *
   * @param url {@code ldap://host:389} or {@code ldaps://host:636}; certificates are checked by
   *     what the JVM trusts
   * @param bindDn who may search; nobody in particular if empty
   * @param base below which entries lie
   * @param filter that finds one entry, with <code>{0}</code> for the name the client gave
   * @param identities attributes that hold mailboxes, {@code @domain} and so on
   * @param timeout for connecting, and for each answer
   */
  public record Settings(
      String url,
      Optional<Bind> bindDn,
      String base,
      String filter,
      List<String> identities,
      Duration timeout) {}

  /** A name and its password. */
  public record Bind(String dn, String password) {
    @Override
    public String toString() {
      return "Bind[" + dn + "]";
    }
  }

  public LdapAccounts(Settings settings) {
    this.settings = settings;
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
    try (var connection = connect()) {
      if (settings.bindDn().isPresent()) {
        connection.bind(settings.bindDn().get().dn(), settings.bindDn().get().password());
      }
      var found = search(connection, name);
      return found.isPresent() && binds(connection, found.get().dn(), password)
          ? Optional.of(new Account(name, found.get().identities()))
          : Optional.empty();
    }
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

  private LDAPConnection connect() throws LDAPException {
    var url = new LDAPURL(settings.url());
    var options = new LDAPConnectionOptions();
    int millis = Math.toIntExact(settings.timeout().toMillis());
    options.setConnectTimeoutMillis(millis);
    options.setResponseTimeoutMillis(millis);
    options.setFollowReferrals(false);
    if (!url.getScheme().equals("ldaps")) {
      return new LDAPConnection(options, url.getHost(), url.getPort());
    }
    options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(true));
    return new LDAPConnection(SSLSocketFactory.getDefault(), options, url.getHost(), url.getPort());
  }
}
