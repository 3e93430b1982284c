package org.postseal.console.calling;

/** The services that the console calls. */
public record Services(ServiceCalls relay, ServiceCalls registry) {}
