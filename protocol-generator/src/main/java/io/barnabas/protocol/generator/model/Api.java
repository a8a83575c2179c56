package io.barnabas.protocol.generator.model;

import io.barnabas.protocol.generator.spec.Versions;

/**
 * What is known of one API apart from its fields.
 *
 * @param name the request's name without {@code Request}
 * @param versions none for an API that is only remembered
 */
public record Api(
    String name,
    short key,
    Versions versions,
    Versions flexibleRequests,
    Versions flexibleResponses,
    boolean latestVersionUnstable) {}
