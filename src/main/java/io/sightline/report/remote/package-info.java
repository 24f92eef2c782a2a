/**
 * A generalist on another server that writes answers and reports: its rounds with tools, and the
 * draft of a report. What it writes is grounded by its words and checked like any other.
 */
@NullMarked
package io.sightline.report.remote;

import org.jspecify.annotations.NullMarked;
