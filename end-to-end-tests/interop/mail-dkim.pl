# What Mail::DKIM makes of messages.
#
#   mail-dkim.pl PORT verify DIRECTORY           a line for each *.eml: its name, then the result of each DKIM-Signature
#   mail-dkim.pl PORT sign DIRECTORY RSA         writes NAME.signed beside each NAME.eml
#   mail-dkim.pl PORT arc-verify DIRECTORY       a line for each *.eml: its name, then what the chain is
#   mail-dkim.pl PORT arc-seal DIRECTORY RSA     writes NAME.signed beside each NAME.eml
#
# PORT is that of a DNS server on loopback. RSA is a PEM file. A name ends in the way to sign, such as
# 017-rsa-relaxed-simple.eml; the domain is example.com, the selector is rsa. Of Ed25519 this version knows nothing.

use strict;
use warnings;
use Mail::DKIM::ARC::Signer;
use Mail::DKIM::ARC::Verifier;
use Mail::DKIM::DNS;
use Mail::DKIM::PrivateKey;
use Mail::DKIM::Signer;
use Mail::DKIM::Verifier;
use Net::DNS::Resolver;

my ( $port, $action, $directory, $key ) = @ARGV;
Mail::DKIM::DNS::resolver(
    Net::DNS::Resolver->new( nameservers => ['127.0.0.1'], port => $port, recurse => 1 ) );

my %oversigned = map { $_ => '+' } qw(From To Subject X-Odd);

sub octets {
    my ($file) = @_;
    open my $in, '<:raw', $file or die "$file: $!";
    local $/;
    return scalar <$in>;
}

sub put {
    my ( $file, $octets ) = @_;
    $file =~ s/\.eml$/.signed/;
    open my $out, '>:raw', $file or die "$file: $!";
    print {$out} $octets;
    close $out or die "$file: $!";
    return;
}

sub fed {
    my ( $dkim, $message ) = @_;
    $dkim->PRINT($message);
    $dkim->CLOSE;
    return $dkim;
}

# They leave the folds of a field to whoever writes it into a message.
sub with_crlf {
    my ($text) = @_;
    $text =~ s/\r?\n/\r\n/g;
    return $text;
}

sub signer {
    my ( $class, @more ) = @_;
    return $class->new(
        Algorithm       => 'rsa-sha256',
        Domain          => 'example.com',
        Selector        => 'rsa',
        Key             => Mail::DKIM::PrivateKey->load( File => $key ),
        ExtendedHeaders => {%oversigned},
        @more
    );
}

for my $file ( sort glob "$directory/*.eml" ) {
    my ($name) = $file =~ m{([^/]+)$};
    my ( undef, undef, $header, $body ) = split /[-.]/, $name;
    my $message = octets($file);
    if ( $action eq 'verify' ) {
        my $dkim = fed( Mail::DKIM::Verifier->new, $message );
        print join( ' ', $name, map { my $w = $_->result_detail; $w =~ tr/ /_/; $w } $dkim->signatures ), "\n";
    }
    elsif ( $action eq 'arc-verify' ) {
        my $arc = fed( Mail::DKIM::ARC::Verifier->new, $message );
        print join( ' ', $name, $arc->result, $arc->result_detail ), "\n";
    }
    elsif ( $action eq 'sign' ) {
        my $dkim = fed( signer( 'Mail::DKIM::Signer', Method => "$header/$body" ), $message );
        put( $file, with_crlf( $dkim->signature->as_string ) . "\r\n" . $message );
    }
    else {
        my $arc = fed( signer( 'Mail::DKIM::ARC::Signer', Chain => 'ar', SrvId => 'mx.example.com' ), $message );
        if ( $arc->result eq 'sealed' ) {
            put( $file, with_crlf( join "\n", $arc->as_strings ) . "\r\n" . $message );
        }
        else {
            print join( ' ', $name, $arc->result, $arc->{details} // '' ), "\n";
        }
    }
}
