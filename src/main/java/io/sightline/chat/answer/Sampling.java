package io.sightline.chat.answer;

import io.sightline.bundle.LanguageSpec;
import io.sightline.language.GenerationOptions;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * Wishes about the sampler; null = as the bundle says.
 *
 * @param temperature 0..2; 0 = greedy
 * @param topP in (0, 1]
 * @param maxTokens at least 1; the bundle's own limit stays the upper bound
 */
public record Sampling(
    @Nullable Double temperature, @Nullable Double topP, @Nullable Integer maxTokens, long seed) {
  public static final Sampling DEFAULT = new Sampling(null, null, null, 0);

  public Sampling {
    require(
        temperature == null || temperature >= 0 && temperature <= 2,
        "\"temperature\" lies between 0 and 2.");
    require(topP == null || topP > 0 && topP <= 1, "\"top_p\" lies above 0 and up to 1.");
    require(maxTokens == null || maxTokens >= 1, "\"max_tokens\" is at least 1.");
  }

  GenerationOptions options(LanguageSpec.Generation bundle) {
    int most =
        maxTokens == null ? bundle.maxNewTokens() : Math.min(maxTokens, bundle.maxNewTokens());
    return new GenerationOptions(
        most,
        temperature == null ? bundle.temperature() : temperature,
        topP == null ? bundle.topP() : topP,
        seed);
  }

  private static void require(boolean holds, String detail) {
    if (!holds) {
      throw new ProblemException(ErrorCode.BAD_REQUEST, detail);
    }
  }
}
