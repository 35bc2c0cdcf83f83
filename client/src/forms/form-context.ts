import { createContext, useContext } from 'react';

/** What a form tells its fields, besides their values. */
export interface FormSurroundings {
  /** The whole form is only to be read. */
  readOnly: boolean;
  moved: Partial<Record<string, unknown>>;
  takeSaved: (name: string) => void;
}

export const FormContext = createContext<FormSurroundings>({
  readOnly: false,
  moved: {},
  takeSaved: () => {},
});

export function useFormSurroundings(): FormSurroundings {
  return useContext(FormContext);
}
