/**
 * What all messages have in common: the message interfaces, the keys of the APIs and the error
 * codes. No threads and no state; for the layers above as well as for the generated messages.
 */
package io.barnabas.protocol;
