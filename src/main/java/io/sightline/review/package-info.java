/** What people do with a draft: review each sentence, sign the report, keep it as a case. */
@NullMarked
package io.sightline.review;

import org.jspecify.annotations.NullMarked;
