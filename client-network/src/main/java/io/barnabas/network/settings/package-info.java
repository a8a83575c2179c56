/**
 * What users set for all three clients alike, and how this library names itself. Immutable, for all
 * threads; made by the clients out of their own configuration.
 */
package io.barnabas.network.settings;
