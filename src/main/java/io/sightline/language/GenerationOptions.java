package io.sightline.language;

/**
 * @param temperature 0 = greedy
 * @param topP nucleus mass in (0, 1]; 1 = off
 * @param seed of the sampler; the same seed and prompt give the same text
 */
public record GenerationOptions(int maxNewTokens, double temperature, double topP, long seed) {
  public GenerationOptions {
    if (maxNewTokens < 1 || temperature < 0 || topP <= 0 || topP > 1) {
      throw new IllegalArgumentException("generation options out of range");
    }
  }

  public static GenerationOptions greedy(int maxNewTokens) {
    return new GenerationOptions(maxNewTokens, 0, 1, 0);
  }
}
