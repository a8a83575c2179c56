/**
 * JSON by Jackson, UTF-8, no envelope and no schema: the bytes are the document. Instances are
 * thread-safe once configured.
 */
package io.barnabas.serde.json;
