/**
 * What every admin operation runs on: futures for each item, items put together into calls by the
 * broker they go to, calls repeated until every item has its outcome or the deadline passes. What
 * is mutable here belongs to the loop thread, apart from the futures and their callbacks. For the
 * facade and the operations.
 */
package io.barnabas.admin.driver;
