package org.postseal.console.calling;

import org.postseal.access.Role;

/**
 * For whom the console asks.
 *
 * @param name for audit events of the other service
 * @param role whose token is shown
 */
public record Caller(String name, Role role) {}
