"""The trainer's model and update once more, in NumPy with derivatives by hand: an oracle, written to be checked.

Every operation returns its value and a function that turns the gradient of the value into the gradients of
its arguments. Shapes: x is [batch, length, width]; weights are [out, in].
"""

import numpy as np

EPSILON = 1e-5


def linear(x, weight):
    def back(dy):
        return dy @ weight, dy.reshape(-1, len(weight)).T @ x.reshape(-1, x.shape[-1])

    return x @ weight.T, back


def layer_norm(x, weight):
    deviation = x - x.mean(-1, keepdims=True)
    scale = 1 / np.sqrt((deviation**2).mean(-1, keepdims=True) + EPSILON)
    unit = deviation * scale

    def back(dy):
        du = dy * weight
        dx = scale * (du - du.mean(-1, keepdims=True) - unit * (du * unit).mean(-1, keepdims=True))
        return dx, (dy * unit).sum(axis=tuple(range(dy.ndim - 1)))

    return unit * weight, back


def turn(x, angles):
    """Rotate the pairs (0, 1), (2, 3), ... of the last axis; x is [batch, length, heads, head_width]."""
    out, cos, sin = np.empty_like(x), np.cos(angles)[:, None, :], np.sin(angles)[:, None, :]
    out[..., 0::2] = x[..., 0::2] * cos - x[..., 1::2] * sin
    out[..., 1::2] = x[..., 0::2] * sin + x[..., 1::2] * cos
    return out


def softmax(scores):
    weights = np.exp(scores - scores.max(-1, keepdims=True))
    return weights / weights.sum(-1, keepdims=True)


def attention(qkv, heads, angles):
    batch, length, _ = qkv.shape
    q, k, v = np.moveaxis(qkv.reshape(batch, length, 3, heads, -1), 2, 0)
    q, k = turn(q, angles), turn(k, angles)
    scale = q.shape[-1] ** -0.5
    scores = np.einsum("bthc,bshc->bhts", q, k) * scale
    weights = softmax(np.where(np.tril(np.ones((length, length))) > 0, scores, -np.inf))

    def back(dy):
        dy = dy.reshape(batch, length, heads, -1)
        dw = np.einsum("bthc,bshc->bhts", dy, v)
        ds = weights * (dw - (dw * weights).sum(-1, keepdims=True)) * scale
        dq = turn(np.einsum("bhts,bshc->bthc", ds, k), -angles)
        dk = turn(np.einsum("bhts,bthc->bshc", ds, q), -angles)
        dv = np.einsum("bhts,bthc->bshc", weights, dy)
        return np.stack((dq, dk, dv), axis=2).reshape(batch, length, -1)

    return np.einsum("bhts,bshc->bthc", weights, v).reshape(batch, length, -1), back


def gated(both):
    gate, value = np.split(both, 2, axis=-1)
    sigmoid = 1 / (1 + np.exp(-gate))

    def back(dy):
        return np.concatenate((dy * value * sigmoid * (1 + gate * (1 - sigmoid)), dy * gate * sigmoid), axis=-1)

    return gate * sigmoid * value, back


def residual(x, grads, parameters, prefix, norm, first, middle, second):
    """x + second(middle(first(norm(x)))) and its derivative, which fills `grads`."""
    normed, back_norm = layer_norm(x, parameters[f"{prefix}{norm}.weight"])
    inner, back_first = linear(normed, parameters[f"{prefix}{first}.weight"])
    mixed, back_middle = middle(inner)
    out, back_second = linear(mixed, parameters[f"{prefix}{second}.weight"])

    def back(dy):
        dm, grads[f"{prefix}{second}.weight"] = back_second(dy)
        dn, grads[f"{prefix}{first}.weight"] = back_first(back_middle(dm))
        dx, grads[f"{prefix}{norm}.weight"] = back_norm(dn)
        return dy + dx

    return x + out, back


def cross_entropy(logits, targets):
    p = softmax(logits)
    rows = (*np.indices(targets.shape), targets)

    def back():
        d = p.copy()
        d[rows] -= 1
        return d / targets.size

    return -np.log(p[rows]).mean(), back


def loss_and_gradient(parameters, depth, heads, documents):
    """Mean loss of the documents and its gradient for every parameter, both in float64."""
    table, grads, backs = parameters["embedding.weight"], {}, []
    inputs, targets = documents[:, :-1], documents[:, 1:]
    head_width = table.shape[1] // heads
    speeds = 10_000.0 ** (-np.arange(0, head_width, 2) / head_width)
    angles = np.arange(inputs.shape[1])[:, None] * speeds
    x, back_input = layer_norm(table[inputs], np.ones(table.shape[1]))
    for block in range(depth):
        for names in (
            ("norm_attention", "qkv", lambda y: attention(y, heads, angles), "attention_out"),
            ("norm_gated", "gate_and_value", gated, "gated_out"),
        ):
            x, back = residual(x, grads, parameters, f"blocks.{block}.", *names)
            backs.append(back)
    x, back_norm = layer_norm(x, parameters["norm.weight"])
    logits, back_logits = linear(x, table)
    loss, back_loss = cross_entropy(logits, targets)

    dx, grads["embedding.weight"] = back_logits(back_loss())
    dx, grads["norm.weight"] = back_norm(dx)
    for back in reversed(backs):
        dx = back(dx)
    np.add.at(grads["embedding.weight"], inputs, back_input(dx)[0])
    return loss, grads


def clipped(grads, norm):
    """The gradients scaled so that their joint norm is at most `norm` (plus the usual 1e-6 in the quotient)."""
    total = np.sqrt(sum((g**2).sum() for g in grads.values()))
    return {name: g * min(1.0, norm / (total + 1e-6)) for name, g in grads.items()}


def adamw(parameters, grads, state, step, rates, decays, betas):
    """One AdamW update; rates and decays by parameter name."""
    for name, g in grads.items():
        m, v = state.get(name, (0.0, 0.0))
        m, v = betas[0] * m + (1 - betas[0]) * g, betas[1] * v + (1 - betas[1]) * g**2
        state[name] = m, v
        parameters[name] = parameters[name] * (1 - rates[name] * decays[name])
        direction = (m / (1 - betas[0] ** step)) / (np.sqrt(v / (1 - betas[1] ** step)) + 1e-8)
        parameters[name] = parameters[name] - rates[name] * direction
