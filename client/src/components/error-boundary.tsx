import { Component, type ReactNode } from 'react';
import { ErrorNotice } from './error-notice.tsx';

export interface ErrorBoundaryProps {
  children: ReactNode;
  /** When it changes, the children are tried anew: give it the path of the page. */
  resetKey?: string;
}

/** Catches what a page throws while it draws, and offers a way out. React reports it to the browser's log. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { error: Error | null }> {
  override state = { error: null as Error | null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override componentDidUpdate(previous: ErrorBoundaryProps) {
    if (this.state.error && previous.resetKey !== this.props.resetKey) this.setState({ error: null });
  }

  override render() {
    if (!this.state.error) return this.props.children;
    return (
      <div className="mx-auto max-w-xl p-6">
        <ErrorNotice error={this.state.error} retry={() => location.reload()} />
      </div>
    );
  }
}
