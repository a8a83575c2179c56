/**
 * Records that carry their own proof, a ledger of what became of them, and the check of what a log
 * holds in the end. Callbacks write the ledger on a producer's thread, the rest is the test's.
 */
package io.barnabas.it.checked;
