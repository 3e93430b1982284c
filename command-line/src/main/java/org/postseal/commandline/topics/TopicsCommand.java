package org.postseal.commandline.topics;

import org.postseal.commandline.service.CommandGroup;
import picocli.CommandLine.Command;

/** {@code postseal topics}. */
@Command(
    name = "topics",
    description = "The gateway's topics on a Kafka cluster.",
    subcommands = CreateTopicsCommand.class,
    mixinStandardHelpOptions = true)
public final class TopicsCommand extends CommandGroup {}
