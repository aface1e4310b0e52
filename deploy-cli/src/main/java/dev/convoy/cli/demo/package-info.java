/**
 * The demo: three hosts on this machine, deployed, changed, broken and rolled back by the real program, run as the operator
 * would run it. Everything it makes is in one temporary folder and gone at the end.
 */
@NullMarked
package dev.convoy.cli.demo;

import org.jspecify.annotations.NullMarked;
