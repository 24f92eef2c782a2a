package io.sightline.app.eval;

/** The product did not do what it was asked; the message is the server's own. */
public final class ProductException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ProductException(String message) {
    super(message);
  }
}
