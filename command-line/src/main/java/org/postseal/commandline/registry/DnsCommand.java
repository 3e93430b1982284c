package org.postseal.commandline.registry;

import org.postseal.commandline.service.CommandGroup;
import picocli.CommandLine.Command;

/** {@code postseal dns}: our domains in the public DNS. */
@Command(
    name = "dns",
    mixinStandardHelpOptions = true,
    description = "What a domain needs in the public DNS, and whether it is there.",
    subcommands = DnsCheckCommand.class)
public final class DnsCommand extends CommandGroup {}
