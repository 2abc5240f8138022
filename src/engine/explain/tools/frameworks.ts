import type { Conversion } from '../../report.ts';
import { call, type Penalized, show } from './words.ts';

/** The losses of each model, and how often our data loss is in them. */
interface Losses {
  readonly keras: string | null;
  readonly torch: string | null;
  readonly times: number;
}

/**
 * Keras penalizes k Σ w² without a half, PyTorch ½ d Σ w²; their mean squared error has no half either, and is a mean
 * over targets too.
 */
export function frameworks(context: Penalized): Conversion[] {
  const { l1Ratio, perSample, inputs } = context;
  const { keras, torch, times } = lossesOf(context);
  const sharp = times * l1Ratio * perSample;
  const smooth = times * (1 - l1Ratio) * perSample;
  const list: Conversion[] = [];
  if (keras) {
    const l2 = show(smooth / 2);
    const text =
      sharp > 0 ? call('regularizers.L1L2', [`l1=${show(sharp)}`, `l2=${l2}`]) : `regularizers.l2(${l2})`;
    list.push({ tool: 'Keras', text, note: `with ${keras}, ${inputs}` });
  }
  if (torch && l1Ratio === 0) {
    list.push({
      tool: 'PyTorch',
      text: `weight_decay=${show(smooth)}`,
      note: `with ${torch} and SGD, ${inputs}; biases in a group without decay`,
    });
  }
  return list;
}

function lossesOf({ model, outputs, classes, delta }: Penalized): Losses {
  if (model === 'linear' || (model === 'mlp' && !classes))
    return { keras: 'mean_squared_error', torch: 'MSELoss', times: 2 / outputs };
  if (model === 'huber')
    return {
      keras: `Huber(delta=${show(delta)})`,
      torch: `HuberLoss(delta=${show(delta)})`,
      times: 1 / outputs,
    };
  if (model === 'poisson') return { keras: 'poisson', torch: 'PoissonNLLLoss', times: 1 / outputs };
  if (model === 'squaredHinge') return { keras: 'squared_hinge', torch: null, times: 1 };
  return outputs > 1
    ? { keras: 'categorical_crossentropy', torch: 'CrossEntropyLoss', times: 1 }
    : { keras: 'binary_crossentropy', torch: 'BCEWithLogitsLoss', times: 1 };
}
