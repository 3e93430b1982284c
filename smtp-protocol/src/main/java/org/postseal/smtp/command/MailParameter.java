package org.postseal.smtp.command;

import java.util.Optional;

/** A parameter of MAIL (RFC 5321 §4.1.2, {@code Mail-parameters}). */
public sealed interface MailParameter {

  /** {@code SIZE=}: octets of the content as the client counts them (RFC 1870 §6). */
  record Size(long octets) implements MailParameter {}

  /** {@code BODY=} (RFC 6152, RFC 3030). */
  record Body(BodyType type) implements MailParameter {}

  /** {@code SMTPUTF8} (RFC 6531 §3.4). */
  record SmtpUtf8() implements MailParameter {}

  /** {@code REQUIRETLS} (RFC 8689 §4.1). */
  record RequireTls() implements MailParameter {}

  /** {@code RET=} (RFC 3461 §4.3). */
  record Ret(ReturnedContent content) implements MailParameter {}

  /** {@code ENVID=}, still as xtext (RFC 3461 §4.4). */
  record EnvelopeId(String xtext) implements MailParameter {}

  /** {@code AUTH=}: who submitted the message first, still as xtext (RFC 4954 §5). */
  record SubmittedBy(String xtext) implements MailParameter {}

  /** Anything else; a server answers 555 unless it knows better. The keyword is in upper case. */
  record Unrecognised(String keyword, Optional<String> value) implements MailParameter {}
}
