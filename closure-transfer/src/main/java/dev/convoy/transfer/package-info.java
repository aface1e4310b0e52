/**
 * Moving closures to machines. What is missing is asked once, sent once, in an order in which every reference is there
 * before its referrer. Never evaluates, builds or activates.
 */
@NullMarked
package dev.convoy.transfer;

import org.jspecify.annotations.NullMarked;
