package org.postseal.relay.delivery;

/** What every message needs on its way: to be counted, read, worked on and ended. */
record MessageCare(
    Unfinished unfinished, MessageReading reading, Endings endings, MessageThreads threads) {}
