/**
 * Consume, transform, produce in transactions while copiers and coordinators are killed: each
 * record is in the copy exactly once.
 */
package io.barnabas.it.copier;
