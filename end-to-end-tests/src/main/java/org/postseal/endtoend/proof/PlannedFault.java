package org.postseal.endtoend.proof;

import java.time.Duration;
import org.postseal.endtoend.accounting.Fault;

/**
 * What will be done to a process.
 *
 * @param at since the beginning
 * @param victim its name
 * @param how killed, paused or restarted
 * @param away how long it stays away: before it is started again, or goes on
 */
record PlannedFault(Duration at, String victim, Fault.How how, Duration away) {}
