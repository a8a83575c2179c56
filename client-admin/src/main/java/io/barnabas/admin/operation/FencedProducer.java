package io.barnabas.admin.operation;

/** What a transactional id has after a fence: nobody holds this epoch yet. */
public record FencedProducer(long producerId, short epoch) {}
