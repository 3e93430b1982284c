package org.postseal.registry.api;

import java.util.List;
import java.util.Map;

/**
 * With what private keys are sealed.
 *
 * @param current the key-encryption key that seals now
 * @param inUse how many private keys are sealed with each
 * @param mayGo key-encryption keys that nothing is sealed with, and that do not seal now
 * @param unopenable ids of signing keys that could not be sealed anew, for what they are sealed
 *     with is not here
 */
public record KeyEncryptionAnswer(
    String current, Map<String, Long> inUse, List<String> mayGo, List<String> unopenable) {}
