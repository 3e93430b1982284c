#!/bin/sh
# Once: a domain of our own with a signing key, and two people, who may submit mail and fetch it from Dovecot. Prints their
# passwords, which nobody can print again. Where both are there already, nothing is done.
set -eu
umask 077
domain=${POSTSEAL_EXAMPLE_DOMAIN:-example.org}

is_there() {
  grep -q "^$1:" /accounts/accounts
}

is_there alice && is_there bob && exit 0

# Not by itself, or each start says that it did.
options=${JDK_JAVA_OPTIONS:-}
unset JDK_JAVA_OPTIONS

postseal() {
  # shellcheck disable=SC2086 # several options in one variable are meant
  java $options -XX:-UsePerfData -XX:TieredStopAtLevel=1 -cp '/postseal/*:/postseal/lib/*' \
    org.postseal.commandline.PostsealCommand "$@"
}

# A registry that has just come up may be electing the replica that writes.
patiently() {
  for _ in 1 2 3 4 5 6 7 8 9 10 11; do
    "$@" && return
    sleep 5
  done
  "$@"
}

# By force: an example domain has no public DNS, and its mail stays inside.
patiently postseal domains set "$domain" --local --sign >/dev/null
postseal keys list | grep -q " $domain .* active " || patiently postseal keys create "$domain" --activate --force >/dev/null
for name in alice bob; do
  is_there "$name" && continue
  password=$(postseal accounts set --generate "$name" "$name@$domain")
  # Dovecot's file is written in place, for it is mounted by itself.
  printf '%s@%s:{CRYPT}%s\n' "$name" "$domain" "$(printf '%s\n' "$password" | openssl passwd -6 -stdin)" >>/dovecot/users
  printf '%s submits as "%s" and fetches as "%s@%s", password %s\n' "$name" "$name" "$name" "$domain" "$password"
done
