package dev.convoy.evaluator;

/** Nothing at all could be evaluated: the flake itself is at fault, or Nix is. */
public final class EvaluationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient EvalFailure failure;

    public EvaluationException(EvalFailure failure) {
        super(failure.tried() + ": " + failure.message());
        this.failure = failure;
    }

    public EvalFailure failure() {
        return failure;
    }
}
