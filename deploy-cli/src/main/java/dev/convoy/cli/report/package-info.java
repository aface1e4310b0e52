/** What is printed when the work is done: styled lines, tables, and the summary of a run. Pure functions to lines. */
@NullMarked
package dev.convoy.cli.report;

import org.jspecify.annotations.NullMarked;
