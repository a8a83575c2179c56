/**
 * From the position in a partition to the records that {@code poll} returns. On the loop: {@code
 * Fetcher} keeps one fetch per broker under way and puts the answers into the {@code FetchBuffer}.
 * On the polling thread: {@code FetchCollector} takes them out and decodes them. Changes of
 * positions and assignment go to the loop through {@code FetchPlan}.
 */
package io.barnabas.consumer.fetch;
