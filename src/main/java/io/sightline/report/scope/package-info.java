/** Which series go into a bundle, and when a study is refused. */
@NullMarked
package io.sightline.report.scope;

import org.jspecify.annotations.NullMarked;
