/** The three clients together, against real brokers and bad networks. */
package io.barnabas.it;
