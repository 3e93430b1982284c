#!/bin/sh
# Once: a domain of our own with a signing key, and two people, who may submit mail and fetch it from Dovecot. Prints their
# passwords, which nobody can print again. Where there are accounts already, nothing is done.
set -eu
umask 077
domain=${POSTSEAL_EXAMPLE_DOMAIN:-example.org}

[ -s /accounts/accounts ] && exit 0

# Not by itself, or each start says that it did.
options=${JDK_JAVA_OPTIONS:-}
unset JDK_JAVA_OPTIONS

postseal() {
  # shellcheck disable=SC2086 # several options in one variable are meant
  java $options -XX:-UsePerfData -XX:TieredStopAtLevel=1 -cp '/postseal/*:/postseal/lib/*' \
    org.postseal.commandline.PostsealCommand "$@"
}

postseal domains set "$domain" --local --sign >/dev/null
postseal keys create "$domain" --activate >/dev/null
for name in alice bob; do
  password=$(postseal accounts set --generate "$name" "$name@$domain")
  # Dovecot's file is written in place, for it is mounted by itself.
  printf '%s@%s:{CRYPT}%s\n' "$name" "$domain" "$(printf '%s\n' "$password" | openssl passwd -6 -stdin)" >>/dovecot/users
  printf '%s submits as "%s" and fetches as "%s@%s", password %s\n' "$name" "$name" "$name" "$domain" "$password"
done
