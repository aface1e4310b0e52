package dev.convoy.cli.run.visit;

import dev.convoy.cli.event.Body;
import dev.convoy.cli.event.Failure;
import dev.convoy.cli.event.Phase;
import dev.convoy.cli.run.frame.Equipment;
import dev.convoy.cli.run.frame.TaskScope;
import dev.convoy.cli.run.reach.HostRoute;
import dev.convoy.store.machine.Link;
import java.util.Collection;
import java.util.List;

/** Goes to many hosts side by side, asks each the same, and comes back with what each said. */
public final class Visits {
    private Visits() {}

    /** What a host said, or why it could not be asked. */
    public sealed interface Visit<T> {
        Place place();

        record Answered<T>(Place place, T answer) implements Visit<T> {}

        record Failed<T>(Place place, Failure why) implements Visit<T> {
            /** Whether it is to be left out rather than to fail. */
            public boolean isSkipped(Offline offline) {
                return offline.skips(place.host(), place.facts().tags(), why);
            }
        }
    }

    /** One question to one host. */
    public interface Question<T> {
        T ask(Place place, Link link) throws InterruptedException;
    }

    /** In the order of {@code places}, whoever answers first. Each host is left when it has answered. */
    public static <T> List<Visit<T>> all(Equipment equipment, Collection<Place> places, Question<T> question)
            throws InterruptedException {
        return staying(equipment, places, (place, link) -> {
            try (link) {
                return question.ask(place, link);
            }
        });
    }

    /** As {@link #all}, but the links to hosts that answered stay open: they belong to the answer. */
    public static <T> List<Visit<T>> staying(Equipment equipment, Collection<Place> places, Question<T> question)
            throws InterruptedException {
        try (var scope = new TaskScope<Visit<T>>()) {
            for (Place place : places) {
                scope.fork(
                        place.host().value(),
                        () -> equipment.interruption().during(() -> visit(equipment, place, question)));
            }
            return scope.join();
        }
    }

    private static <T> Visit<T> visit(Equipment equipment, Place place, Question<T> question)
            throws InterruptedException {
        equipment.log().publish(place.host(), Phase.OBSERVE, new Body.PhaseStarted());
        HostRoute route = equipment.routes().to(place.host(), place.facts());
        return switch (route) {
            case HostRoute.Nowhere(Failure why) -> new Visit.Failed<>(place, why);
            case HostRoute.Here() -> ask(equipment, place, equipment.rooms().here(), question);
            case HostRoute.Remote remote ->
                ask(equipment, place, equipment.rooms().link(remote), question);
        };
    }

    private static <T> Visit<T> ask(Equipment equipment, Place place, Link link, Question<T> question)
            throws InterruptedException {
        boolean answered = false;
        try (var _ = equipment.limits().connections().take(_ -> {})) {
            T answer = question.ask(place, link);
            answered = true;
            return new Visit.Answered<>(place, answer);
        } catch (RuntimeException e) {
            return new Visit.Failed<>(place, equipment.bugs().failure(e, Phase.OBSERVE));
        } finally {
            if (!answered) {
                link.close();
            }
        }
    }
}
