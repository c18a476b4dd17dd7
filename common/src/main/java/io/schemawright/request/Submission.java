package io.schemawright.request;

import java.time.Instant;

/**
 * How a request came in.
 *
 * @param form the form it was written in
 * @param channel the way it came
 * @param receivedAt when intake received it
 * @param contentHash SHA-256 of what it asks for, in hexadecimal digits: the same words again have
 *     it too
 * @param requester who asks
 */
public record Submission(
    String form, String channel, Instant receivedAt, String contentHash, Identity requester) {}
