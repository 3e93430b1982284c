package org.postseal.registry.journal;

/**
 * A value and the offset of the record that carries it: its version, the same on every replica.
 *
 * @param <T> the value's type
 */
public record Versioned<T>(T value, long version) {}
