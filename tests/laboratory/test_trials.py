"""Every method of the experiments against a closed form, a special case or counting by hand."""

import math
from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs PyTorch: pip install -r lab/requirements-lab.txt")

from lab import mixtures, sampler  # noqa: E402
from lab import trial as trial_module  # noqa: E402
from lab.coverage import (  # noqa: E402
    IDENTIFIER,
    compiles,
    coverage_of,
    open_calls,
    success,
    word_probabilities,
)
from lab.experiments import MODULES, NAMES, collapse, experiment, pool  # noqa: E402
from lab.model import Decoder, Shape  # noqa: E402
from lab.neighbours import nearest, remembered  # noqa: E402
from lab.quantise import quantised, rounded  # noqa: E402
from lab.reading import clustered_se, paired_se  # noqa: E402
from lab.routed import RoutedShape, balanced  # noqa: E402
from lab.train import fit, judge, loss_of, mean_loss  # noqa: E402
from lab.trial import Text, TrialJob, distilling, kept, train_trial  # noqa: E402
from lab.words import losses_of_text, word_log_probabilities  # noqa: E402
from lab.worlds import world  # noqa: E402
from lab.zipf_language import ZipfLanguage  # noqa: E402
from scaling_laws.errors import UnknownKey  # noqa: E402

SIZES = (16, 2, 128, 64)
SMALL = TrialJob(budget=1e9, width=16, depth=1)


@pytest.fixture(autouse=True)
def _own_pool(tmp_path, monkeypatch):
    """Models are kept in a folder of the test's own."""
    monkeypatch.setattr(trial_module, "KEPT", tmp_path)


def made(shape, seed=0):
    torch.manual_seed(seed)
    return Decoder(shape)


def documents(count=4):
    return torch.from_numpy(world("zipf1.5").validation()[:count]).long()


def dense_in_expert(dense, routed):
    """Give the first expert of every layer, and all else, the weights of the dense model."""
    theirs = dict(dense.named_parameters())
    with torch.no_grad():
        for name, p in routed.named_parameters():
            if "router" not in name:
                p.copy_(theirs[name.replace("experts.0.", "")])


def test_one_expert_is_the_dense_model_in_loss_and_gradient():
    dense, routed = made(Shape(*SIZES)), made(RoutedShape(*SIZES), seed=1)
    dense_in_expert(dense, routed)
    losses = [mean_loss(model, documents()) for model in (dense, routed)]
    assert losses[0].item() == pytest.approx(losses[1].item(), rel=1e-6)
    for loss in losses:
        loss.backward()
    theirs = dict(dense.named_parameters())
    for name, p in routed.named_parameters():
        if "router" not in name:
            torch.testing.assert_close(p.grad, theirs[name.replace("experts.0.", "")].grad, rtol=1e-4, atol=1e-7)


def test_experts_are_mixed_by_their_shares():
    """A routed layer token by token, written out."""
    layer = made(RoutedShape(*SIZES, experts=4, chosen=2)).blocks[0]
    x = torch.randn(3, 5, 16)
    out = layer.feed(x)
    for row in range(3):
        for place in range(5):
            shares = layer.router(x[row, place]).softmax(-1)
            best = shares.argsort(descending=True)[:2]
            expected = sum(shares[i] / shares[best].sum() * layer.experts[i](x[row, place]) for i in best)
            torch.testing.assert_close(out[row, place], expected, rtol=1e-4, atol=1e-6)


def test_even_use_has_the_least_auxiliary_loss():
    layer = made(RoutedShape(*SIZES, experts=4)).blocks[0]
    with torch.no_grad():
        layer.router.weight.zero_()
        layer.feed(torch.randn(1, 50, 16))
        assert layer.balance.item() == pytest.approx(1.0)
        layer.router.weight[0] = 10.0
        layer.feed(torch.ones(1, 50, 16))
        assert layer.balance.item() == pytest.approx(4.0, rel=1e-3)


@pytest.mark.parametrize("options", [{"experts": 4}, {"experts": 8, "chosen": 2, "finer": 2}])
def test_routed_parameters_are_counted(options):
    shape = RoutedShape(*SIZES, **options)
    model = made(shape)
    assert sum(p.numel() for p in model.parameters()) == shape.parameters
    unused = (shape.experts - shape.chosen) * sum(p.numel() for p in model.blocks[0].experts[0].parameters())
    assert shape.parameters - shape.active_parameters == shape.depth * unused
    dense = Shape(*SIZES)
    router = shape.depth * shape.experts * shape.width
    assert shape.active_parameters - dense.parameters == router
    assert shape.train_flop_per_token - dense.train_flop_per_token == 6 * router


def test_a_teacher_without_weight_changes_nothing():
    teacher = made(Shape(*SIZES), seed=1)
    curves = []
    for objective in (mean_loss, distilling(teacher, 0.0)):
        model = made(Shape(*SIZES))
        batches = list(world("zipf1.5").batches(0, 4, 6))
        curves.append((fit(model, batches, 6, 0.01, "cpu", objective=objective), model.embedding.weight))
    assert curves[0][0] == curves[1][0]
    assert torch.equal(curves[0][1], curves[1][1])


def test_a_student_is_pulled_to_its_teacher():
    """With all weight on the teacher the objective is its entropy plus a divergence, zero for a twin."""
    teacher = made(Shape(*SIZES))
    logits = teacher(documents()[:, :-1]).flatten(0, 1)
    entropy = torch.distributions.Categorical(logits=logits).entropy().mean()
    assert distilling(teacher, 1.0)(teacher, documents()).item() == pytest.approx(entropy.item(), rel=1e-5)
    assert distilling(teacher, 1.0)(made(Shape(*SIZES), 1), documents()).item() > entropy.item()


def test_many_bits_change_nothing_and_few_round_to_the_nearest():
    model = made(Shape(*SIZES))
    before, _ = judge(model, world("zipf1.5").validation()[:64], "cpu")
    after, _ = judge(quantised(model, 24), world("zipf1.5").validation()[:64], "cpu")
    np.testing.assert_allclose(after, before, atol=1e-4)
    weights = torch.tensor([[0.0, 0.3, -1.0, 0.6], [0.0, 0.0, 0.0, 0.0]])
    torch.testing.assert_close(rounded(weights, 2), torch.tensor([[0.0, 0.0, -1.0, 1.0], [0.0] * 4]))
    torch.testing.assert_close(rounded(weights, 3)[0], torch.tensor([0.0, 1 / 3, -1.0, 2 / 3]))


def test_the_embedding_can_be_spared():
    model = made(Shape(*SIZES))
    rough = quantised(model, 2, embedding=False)
    assert torch.equal(rough.embedding.weight, model.embedding.weight)
    assert not torch.equal(rough.blocks[0].qkv.weight, model.blocks[0].qkv.weight)
    assert not torch.equal(quantised(model, 2).embedding.weight, model.embedding.weight)


def test_the_cache_reads_as_the_model_does():
    for shape in (Shape(*SIZES), Shape(32, 2, 128, 64), RoutedShape(*SIZES, experts=4)):
        model, tokens = made(shape).requires_grad_(False), documents()[:, :-1]
        reader = sampler.Reader(model, len(tokens))
        stepwise = torch.stack([reader.read(tokens[:, place]) for place in range(tokens.shape[1])], 1)
        torch.testing.assert_close(stepwise, model(tokens), rtol=1e-3, atol=1e-4)


def test_samples_have_the_models_frequencies():
    model = made(Shape(16, 1, 8, 4)).requires_grad_(False)
    with torch.no_grad():
        model.embedding.weight.mul_(20)
    drawn = sampler.sample(model, 4000, torch.Generator().manual_seed(0))
    assert drawn.shape == (4000, 5)
    expected = model(torch.zeros(1, 1, dtype=torch.long))[0, 0].softmax(-1).numpy()
    np.testing.assert_allclose(np.bincount(drawn[:, 1], minlength=8) / 4000, expected, atol=0.03)
    after = drawn[drawn[:, 1] == drawn[0, 1]]
    expected = model(torch.from_numpy(after[:1, :2]).long())[0, 1].softmax(-1).numpy()
    np.testing.assert_allclose(np.bincount(after[:, 2], minlength=8) / len(after), expected, atol=0.09)


def test_verified_samples_consist_of_words():
    language = world("zipf1.5")
    model = made(Shape(*SIZES)).requires_grad_(False)
    plain = sampler.sample(model, 64, torch.Generator().manual_seed(0))
    known = (language.read(plain) >= 0).mean()
    text, drawn = sampler.sample_verified(
        model, 64, torch.Generator().manual_seed(0), sampler.knows_lexicon(language)
    )  # fmt: skip
    assert known < 0.5
    assert (language.read(text) >= 0).mean() > 0.99
    assert drawn > text[:, 1:].size


def test_a_verifier_that_takes_everything_changes_nothing_but_the_draws():
    model = made(Shape(*SIZES)).requires_grad_(False)
    everything = lambda _word, rows: np.ones(len(rows), dtype=bool)
    text, drawn = sampler.sample_verified(model, 8, torch.Generator().manual_seed(0), everything)
    assert drawn == text[:, 1:].size
    assert (text == sampler.sample(model, 8, torch.Generator().manual_seed(0))).all()


def small_language():
    """A language of nine words of five letters, a model that writes it badly, and a document of it."""
    language = ZipfLanguage(1.2, letters=5, words=9, classes=3, sentences=1)
    model = made(Shape(16, 2, language.vocabulary, language.length)).requires_grad_(False)
    with torch.no_grad():
        model.embedding.weight.mul_(6)
    return language, model


def law_of_pairs(model, before):
    """Probability [letter, letter] of the two letters after some tokens, one forward pass a letter."""
    tokens, letters = torch.as_tensor(before).long()[None], torch.arange(model.shape.vocabulary)
    with_letter = torch.cat((tokens.repeat(len(letters), 1), letters[:, None]), dim=1)
    opening = model(tokens)[0, -1].double().softmax(-1)
    return (opening[:, None] * model(with_letter)[:, -1].double().softmax(-1)).numpy()


def test_probabilities_of_words_are_those_of_their_letters():
    language, model = small_language()
    text = language.sample(np.random.default_rng(1), 3)
    for place, ln_p in enumerate(word_log_probabilities(model, text, language)):
        for row in range(3):
            pairs = law_of_pairs(model, text[row, : 2 * place + 1])
            np.testing.assert_allclose(np.exp(ln_p[row]), pairs[tuple(language.spelling.T)], rtol=1e-3)


def test_verified_text_has_the_law_of_the_model_among_what_is_accepted():
    """Chi-squared over pairs of letters; the last of TRIES draws stays, whatever the verifier says of it."""
    language, model = small_language()
    accepts = sampler.knows_ranks(language, 4)
    text, _ = sampler.sample_verified(model, 4000, torch.Generator().manual_seed(0), accepts)
    pairs = np.array([(a, b) for a in range(6) for b in range(6)], dtype=np.uint8)
    for word in range(3):
        before = text[0, : 2 * word + 1]
        alike = text[(text[:, : 2 * word + 1] == before).all(axis=1)]
        p = law_of_pairs(model, before).ravel()
        rows = np.hstack((np.tile(before, (36, 1)), pairs, np.ones((36, 6 - 2 * word), dtype=np.uint8)))
        taken = accepts(word, rows)
        share = p[taken].sum()
        refused = (1 - share) ** sampler.TRIES
        law = np.where(taken, p / share * (1 - refused), p * (1 - share) ** (sampler.TRIES - 1))
        seen = np.bincount(6 * alike[:, 2 * word + 1].astype(int) + alike[:, 2 * word + 2], minlength=36)
        often = len(alike) * law > 5
        expected = len(alike) * law[often]
        misfit = ((seen[often] - expected) ** 2 / expected).sum()
        assert often.sum() > 3
        assert misfit < often.sum() + 4 * math.sqrt(2 * often.sum())


def test_after_a_refusal_the_model_goes_on_from_what_was_taken(monkeypatch):
    """The logits before every word are those of the model that reads the finished documents."""
    model, read, before_words = made(Shape(*SIZES)).requires_grad_(False), sampler.Reader.read, []

    def recorded(reader, tokens):
        logits, before_word = read(reader, tokens), reader.place % 2 == 1
        if before_word:
            before_words.append(logits)
        return logits

    monkeypatch.setattr(sampler.Reader, "read", recorded)
    odd = lambda _word, rows: rows[:, 2 * _word + 2] % 2 == 1
    text, _ = sampler.sample_verified(model, 8, torch.Generator().manual_seed(0), odd)
    expected = model(torch.from_numpy(text[:, :-1]).long())[:, ::2]
    torch.testing.assert_close(torch.stack(before_words, 1), expected, rtol=1e-3, atol=1e-4)


def test_the_words_of_a_text_are_nearer_to_the_truth_by_what_was_struck_out():
    """-sum P ln q, with q the model's law of words made to add up to one: written out pair by pair."""
    language, model = small_language()
    written, alone = losses_of_text(model, None, language, documents=4)
    text = language.validation()[:4]
    by_hand = []
    for row in range(4):
        for place in range(4):
            p = law_of_pairs(model, text[row, : 2 * place + 1])[tuple(language.spelling.T)]
            truth = language.word_probabilities(place, language.read(text[row : row + 1]))[0]
            by_hand.append((-(truth * np.log(p)).sum() / 2, -(truth * np.log(p / p.sum())).sum() / 2, p.sum()))
    np.testing.assert_allclose(
        (written.value, alone.value, dict(alone.extra)["words"]), np.mean(by_hand, axis=0), rtol=1e-3
    )
    assert alone.value < written.value


def test_ranks_are_those_of_the_language():
    language = ZipfLanguage(1.5, letters=20, words=100)
    text = language.sample(np.random.default_rng(0), 2000)
    words = language.read(text)
    ranks = language.rank(5, words)
    assert np.bincount(ranks)[0] / len(ranks) == pytest.approx(language.rank_probabilities[0], abs=0.04)
    accepted = sampler.knows_ranks(language, 3)(5, text)
    assert (accepted == (ranks < 3)).all()


def test_a_world_of_one_word_collapses_at_once(monkeypatch):
    """With one word the source has no entropy; a model that knows it writes it, and its child learns the same text."""
    language = ZipfLanguage(1.5, letters=2, words=1)
    word = language.sample(np.random.default_rng(0), 1)[0]
    assert language.entropy == 0
    assert (word[1:].reshape(-1, 2) == word[1:3]).all()
    monkeypatch.setattr(trial_module, "world", lambda _name: language)
    monkeypatch.setattr("lab.train.world", lambda _name: language)
    parent = TrialJob(budget=1e9, width=16, depth=1)
    child = replace(parent, parents=(parent,))
    rows = [train_trial(job, "collapse", "replaced", 1e9) for job in (parent, child)]
    assert [row.generation for row in rows] == [0, 1]
    assert all(row.val_loss < 0.01 for row in rows)
    text = Text(child)
    batches = np.concatenate(list(text.batches()))
    assert (batches == word).mean() > 0.98
    assert text.extra["words_known"] > 0.98


def test_generations_share_their_text_as_planned():
    line = [planned.job for planned in collapse.line("accumulated", 3e10, 0)]
    assert [len(job.parents) for job in line] == [1, 2, 3, 4, 5]
    assert [job.generation for job in line] == [1, 2, 3, 4, 5]
    assert all(job.real for job in line)
    assert [len(job.parents) for job in (p.job for p in collapse.line("replaced", 3e10, 0))] == [1] * 5


def test_real_text_beside_samples_is_real():
    parent = replace(SMALL, budget=2e8)
    job = replace(parent, parents=(parent,), real=True)
    text = Text(job)
    rows = np.concatenate(list(text.batches()))
    language = world("zipf1.5")
    real = (language.read(rows) >= 0).all(axis=1)
    assert real.mean() == pytest.approx(0.5, abs=4 * math.sqrt(0.25 / len(rows)))
    assert text.flop > 0


def test_uneven_reading_follows_the_weights():
    language = world("zipf1.5")
    corpus = [row.tobytes() for row in language.corpus(10 * 64)]
    rows = np.concatenate(list(mixtures.uneven(language, 0, 100, 40, 10 * 64)))
    counts = np.array([sum(row.tobytes() == document for row in rows) for document in corpus])
    weights = 1 / np.arange(1, 11)
    np.testing.assert_allclose(counts / 4000, weights / weights.sum(), atol=0.03)


def test_noise_keeps_every_byte_and_the_rest_of_the_documents():
    source = world("zipf1.5")
    plain = next(source.batches(0, 200, 1))
    batch, spoilt = next(mixtures.noisy(source, 0, 200, 1))
    assert spoilt.mean() == pytest.approx(mixtures.SPOILT, abs=0.12)
    assert (batch[~spoilt] == plain[~spoilt]).all()
    assert (batch[spoilt] != plain[spoilt]).any(axis=1).all()
    assert (np.sort(batch, axis=1) == np.sort(plain, axis=1)).all()


def test_duplicates_come_from_the_same_few():
    batch, spoilt = next(mixtures.duplicated(world("zipf1.5"), 0, 400, 1))
    assert len(np.unique(batch[spoilt], axis=0)) == mixtures.COPIES
    assert len(np.unique(batch[~spoilt], axis=0)) == (~spoilt).sum()


def test_a_filter_counts_what_it_lets_through():
    source = world("zipf1.5")
    good, poor = (mixtures.BigramFilter(source, 0, wrong) for wrong in (0.0, 0.2))
    for one in (good, poor):
        kept_rows = np.concatenate(list(mixtures.filtered(source, 0, 100, 4, one)))
        assert len(kept_rows) == 400
        assert one.seen["kept_clean"] + one.seen["kept_spoilt"] >= 400
    assert good.quality["precision"] > poor.quality["precision"] > 1 - mixtures.SPOILT
    assert poor.quality["recall"] == pytest.approx(
        0.8 * good.quality["recall"] + 0.2 * (1 - good.quality["recall"]), abs=0.1
    )


def test_coverage_without_error_is_the_textbook_one():
    p = np.array([0.0, 0.01, 0.5, 1.0])
    np.testing.assert_allclose(success(p, 10), 1 - (1 - p) ** 10, atol=1e-12)
    np.testing.assert_allclose(success(p, 1, 0.2), p, atol=1e-12)


def test_an_erring_selector_against_drawing():
    rng = np.random.default_rng(0)
    right = rng.random((200_000, 4)) < 0.3
    accepted = np.where(right, rng.random(right.shape) >= 0.2, rng.random(right.shape) < 0.2)
    first = np.where(accepted.any(axis=1), accepted.argmax(axis=1), 0)
    drawn = right[np.arange(len(right)), first].mean()
    assert success(np.array([0.3]), 4, 0.2)[0] == pytest.approx(drawn, abs=0.005)


def test_coverage_from_samples_is_unbiased():
    assert coverage_of([0, 1, 2], 4, 1) == pytest.approx([0, 1 / 4, 1 / 2])
    assert coverage_of([2], 4, 2) == pytest.approx([1 - 1 / 6])
    rng = np.random.default_rng(0)
    right = rng.binomial(8, 0.2, size=20_000)
    assert coverage_of(right, 8, 3).mean() == pytest.approx(1 - 0.8**3, abs=0.01)


def test_the_rest_of_a_word_is_multiplied_out():
    text = np.frombuffer(b"??(name) = 1", dtype=np.uint8)[None].copy()
    model = made(Shape(16, 1, 256, 11)).requires_grad_(False)
    chances, rows = word_probabilities(model, text)
    p = model(torch.from_numpy(text[:, :-1]).long())[0].softmax(-1).double().numpy()
    by_hand = p[4, ord("m")] * p[5, ord("e")] * (1 - p[6, IDENTIFIER].sum())
    assert chances == pytest.approx([by_hand])
    assert rows.tolist() == [0]


def test_the_compiler_judges_lines():
    assert compiles(b"    print(a, b)")
    assert not compiles(b"print(a, b")
    assert not compiles(b"def f(x):")
    assert not compiles(b"\xff(")
    text = b"x" * 70 + b"\ny = len(a)\ndef f(x):\nprint(b)\n"
    assert [(start, rest) for _, start, rest in open_calls(text, 2)] == [(b"y = len(", b"a)"), (b"print(", b"b)")]


def test_neighbours_are_the_nearest_and_their_followers_are_weighted():
    rng = torch.Generator().manual_seed(0)
    queries, keys = torch.randn(5, 3, generator=rng), torch.randn(40, 3, generator=rng)
    distances, indices = nearest(queries, keys, 4)
    full = torch.cdist(queries, keys) ** 2
    torch.testing.assert_close(distances, full.sort(dim=1).values[:, :4], rtol=1e-4, atol=1e-4)
    assert torch.equal(indices, full.argsort(dim=1)[:, :4])
    p = remembered(torch.tensor([[0.0, math.log(3)]]), torch.tensor([[1.0, 0.0]]), 1.0)
    assert p.item() == pytest.approx(0.75)


def test_standard_errors_by_hand():
    assert paired_se(np.array([[2.0, 2.0], [4.0, 4.0]]), np.array([[1.0, 1.0], [1.0, 1.0]])) == pytest.approx(1.0)
    assert clustered_se(np.array([0.0, 0.0, 1.0, 1.0]), np.array([0, 0, 1, 1])) == pytest.approx(math.sqrt(2) / 4)


def test_what_is_kept_is_what_was_trained():
    row = train_trial(SMALL, "pool", "control", 1e9)
    model, losses = kept(SMALL)
    assert row.faults() == []
    assert losses.mean() == pytest.approx(row.val_loss, rel=1e-6)
    again, _ = judge(model, world("zipf1.5").validation(), "cpu")
    np.testing.assert_allclose(again, losses, atol=1e-5)


def test_a_model_that_was_not_kept_is_trained_again_the_same(tmp_path):
    first = kept(SMALL, tmp_path / "a")[1]
    assert (kept(SMALL, tmp_path / "b")[1] == first).all()


@pytest.mark.parametrize(
    "changes",
    [
        {"weight_decay": 1.0, "unique_tokens": 640},
        {"unique_tokens": 640, "uneven": True},
        {"mixture": "noise"},
        {"mixture": "filtered"},
        {"experts": 4},
        {"experts": 8, "chosen": 2, "finer": 2},
        {"teacher": SMALL, "teacher_weight": 0.5},
        {"parents": (SMALL,), "verifier": "ranks"},
    ],
    ids=str,
)
def test_every_kind_of_trial_is_a_sound_row_and_can_be_repeated(changes, tmp_path):
    job = replace(SMALL, budget=5e8, **changes)
    rows = [train_trial(job, "any", "any", 5e8, folder=tmp_path / name) for name in "ab"]
    assert rows[0].faults() == []
    assert (rows[0].val_loss, rows[0].curve) == (rows[1].val_loss, rows[1].curve)
    assert rows[0].settings == job.changes != ""
    assert rows[0].run != SMALL.name


def test_a_plain_trial_is_the_ladders_run(tmp_path):
    from lab.train import Job, train

    row = train_trial(SMALL, "pool", "control", 1e9, folder=tmp_path)
    run = train(Job("isoflop", "zipf1.5", 1e9, 16, 1))
    assert (row.val_loss, row.curve, row.flop_exact) == (run.val_loss, run.curve, run.flop_exact)


def test_names_tell_all_settings_apart():
    jobs = {planned.job for module in MODULES for planned in module.trials()}
    assert len({job.name for job in jobs}) == len({job.config_hash for job in jobs}) == len(jobs)


def test_every_experiment_has_a_control_a_question_and_expectations():
    from what_scale_buys.trials import expectations

    for name in NAMES:
        module = experiment(name)
        assert module.QUESTION.endswith("?")
        assert expectations(name)
        assert module.__doc__
    arms = {planned.arm for planned in pool.trials()}
    assert {"control", "planted"} <= arms
    with pytest.raises(UnknownKey, match="noise"):
        experiment("noize")


def test_readings_have_names_of_their_own():
    names = [name for module in MODULES for one in getattr(module, "readings", tuple)() for name in one.names]
    assert len(set(names)) == len(names)


def test_balance_is_added_to_the_objective():
    model = made(RoutedShape(*SIZES, experts=4))
    plain = loss_of(model, documents()).mean()
    total = balanced(mean_loss)(model, documents())
    assert total.item() == pytest.approx(plain.item() + 0.01 * sum(b.balance.item() for b in model.blocks), rel=1e-6)


def test_weight_decay_shrinks_the_matrices():
    norms = []
    for decay in (0.1, 10.0):
        job = replace(SMALL, weight_decay=decay)
        train_trial(job, "any", "any", 1e9)
        norms.append(sum(p.norm().item() for p in kept(job)[0].blocks.parameters() if p.ndim == 2))
    assert norms[1] < 0.9 * norms[0]
