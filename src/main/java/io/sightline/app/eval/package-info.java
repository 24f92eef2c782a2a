/**
 * Measures the served product on an evaluation set: studies as files with what is true of them.
 * What is measured is what a client gets over HTTP; nothing of the models is called here.
 */
@NullMarked
package io.sightline.app.eval;

import org.jspecify.annotations.NullMarked;
